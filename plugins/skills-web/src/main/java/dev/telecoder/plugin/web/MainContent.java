package dev.telecoder.plugin.web;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Finds what a page is about among its menus, footers and scripts. */
final class MainContent {

    private static final String NEVER =
            "script, style, noscript, template, iframe, object, embed, canvas, svg, dialog, "
                    + "input, select, textarea, button, [hidden], [aria-hidden=true], .sr-only, .visually-hidden";
    private static final String AROUND =
            "nav, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], "
                    + "[role=search], [role=complementary], [class*=cookie], [id*=cookie], [class*=breadcrumb], [class*=sidebar], "
                    + "[id*=sidebar], [class*=newsletter], [class*=advert], [class*=social-], [class*=share-], .toc, #toc, .headerlink, "
                    + "a.anchor";
    private static final List<String> NAMED =
            List.of("main article", "[role=main]", "main", "article", "#main-content", "#content",
                    "#main", ".markdown-body", ".post-content", ".entry-content", ".article-content", ".content",
                    "[itemprop=articleBody]");
    private static final int ENOUGH = 200;

    private MainContent() {}

    static Element of(Document page) {
        page.select(NEVER).remove();
        page.select("[style]").removeIf(one -> one.attr("style").replace(" ", "").contains("display:none"));
        Element body = page.body();
        int all = body.text().length();
        Optional<Element> named = NAMED.stream().map(body::select).filter(found -> found.size() == 1)
                .map(found -> found.getFirst()).filter(one -> one.text().length() >= Math.max(ENOUGH, all / 5))
                .findFirst();
        Element chosen = named.orElseGet(() -> densest(body).orElse(body));
        Element copy = chosen.clone();
        copy.select(AROUND).remove();
        if (chosen == body) {
            copy.select("body > header").remove();
        }
        return copy.text().length() >= Math.min(ENOUGH, chosen.text().length() / 2) ? copy : chosen;
    }

    /** The element whose own paragraphs hold most text that is no link. */
    private static Optional<Element> densest(Element body) {
        int all = body.text().length();
        return body.select("div, section, td").stream().filter(one -> score(one) > 400 && score(one) > all / 2)
                .max(Comparator.comparingInt(MainContent::score));
    }

    private static int score(Element element) {
        int score = 0;
        for (Element child : element.children()) {
            if (child.normalName().matches("p|pre|ul|ol|blockquote|h[1-6]|table|dl")) {
                score += child.text().length() - child.select("a").text().length();
            }
        }
        return score;
    }
}
