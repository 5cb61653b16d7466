// Discord as discord-digital-twin plays it: prints where it is, says "hello bot" for each line it reads, and what was said at the end.
import { DigitalDiscord } from 'discord-digital-twin'
import { createInterface } from 'node:readline'

const discord = new DigitalDiscord({ channels: [{ name: 'general', type: 0 }], users: [{ username: 'Anna' }] })
await discord.start()
const channel = (await discord.prisma.channel.findMany())[0].id
const user = (await discord.prisma.user.findMany()).find(one => one.username === 'Anna').id
console.log(JSON.stringify({ rest: discord.restUrl, gateway: discord.gatewayUrl, token: discord.botToken, channel }))
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break
  await discord.channel(channel).user(user).sendMessage({ content: line })
}
console.log(JSON.stringify((await discord.prisma.message.findMany()).map(message => message.content)))
process.exit(0)
