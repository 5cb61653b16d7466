package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;

class GithubChannelContractTest extends ChannelContract {

    private final Forge forge = new Forge();

    @Override
    protected Channel channel() {
        GithubChannel made = new GithubChannel(TestContext.with(), forge);
        forge.hears(made);
        return made;
    }

    @Override
    protected OutboundMessage message(ChatAddress address, String text) {
        return TestOutboundMessage.of(address, text).withPart(new GithubFormat().render(text).getFirst());
    }

    @Override
    protected Platform platform() {
        return forge;
    }
}
