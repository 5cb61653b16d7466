package dev.telecoder.platform.web.admin;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** CommonMark as HTML that can do nothing: HTML in it is text, links lead to the web only, and no picture is loaded. */
final class Markdown {

    private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true)
            .sanitizeUrls(true).softbreak("<br>").attributeProviderFactory(context -> (node, tag, attributes) -> {
                // A class would reach our own style, and a style is refused by the policy of the page.
                attributes.remove("class");
                if (node instanceof Link) {
                    attributes.put("rel", "noopener noreferrer nofollow");
                    attributes.put("target", "_blank");
                }
                String align = attributes.remove("align");
                if (align != null) {
                    attributes.put("data-align", align);
                }
            }).build();
    private static final int MAX = 60_000;

    private Markdown() {}

    static String html(String markdown) {
        Node document = PARSER.parse(Show.cut(markdown, MAX));
        document.accept(new NoPictures());
        return RENDERER.render(document);
    }

    /** A picture from elsewhere would tell its sender that the page was read. */
    private static final class NoPictures extends org.commonmark.node.AbstractVisitor {

        @Override
        public void visit(Image image) {
            Link link = new Link(image.getDestination(), image.getTitle());
            if (image.getFirstChild() == null) {
                link.appendChild(new Text("picture"));
            }
            Node child = image.getFirstChild();
            while (child != null) {
                Node next = child.getNext();
                link.appendChild(child);
                child = next;
            }
            image.insertAfter(link);
            image.unlink();
            visitChildren(link);
        }
    }
}
