package dev.telecoder.plugin.deps;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An element of an XML file. Nothing outside the file is ever read. */
record Xml(Element element) {

    /** {@return the root; empty if the text is no XML} */
    static Optional<Xml> parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return Optional.of(new Xml(builder.parse(new InputSource(new StringReader(plain))).getDocumentElement()));
        } catch (ParserConfigurationException | SAXException | IOException broken) {
            return Optional.empty();
        }
    }

    String name() {
        String name = element.getTagName();
        return name.substring(name.indexOf(':') + 1);
    }

    List<Xml> children() {
        List<Xml> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(new Xml(child));
            }
        }
        return children;
    }

    List<Xml> children(String name) {
        return children().stream().filter(child -> child.name().equals(name)).toList();
    }

    /** {@return all elements of that name below} */
    List<Xml> all(String name) {
        List<Xml> found = new ArrayList<>(children(name));
        children().forEach(child -> found.addAll(child.all(name)));
        return found;
    }

    /** {@return the text of a child; empty if there is none} */
    String text(String child) {
        return children(child).stream().findFirst().map(Xml::text).orElse("");
    }

    String text() {
        return element.getTextContent().strip();
    }

    String attribute(String attribute) {
        return element.getAttribute(attribute).strip();
    }
}
