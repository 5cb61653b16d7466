package dev.telecoder.support.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML report, without namespaces, comments, and what tests printed. For one thread while it is read.
 */
final class XmlElement {

    /** Deeper reports are made to break readers; the JDK's own limit is 100. */
    private static final int MAX_DEPTH = 90;
    /** What tests print is not about their result and can be huge. */
    private static final List<String> NOISE = List.of("system-out", "system-err", "StdOut", "StdErr", "DebugTrace");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlElement(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<XmlElement> children() {
        return children;
    }

    Stream<XmlElement> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted));
    }

    @Nullable XmlElement child(String wanted) {
        return children(wanted).findFirst().orElse(null);
    }

    /** {@return the text of the first such child; empty if there is none} */
    String childText(String wanted) {
        XmlElement child = child(wanted);
        return child == null ? "" : child.text();
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** {@return the attribute; empty if it is not there} */
    String get(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    int number(String attribute) {
        return Location.number(attributes.get(attribute));
    }

    String text() {
        return text.toString().strip();
    }

    /** {@return all elements of that name below this one, in document order} */
    List<XmlElement> all(String wanted) {
        List<XmlElement> found = new ArrayList<>();
        collect(wanted, found);
        return found;
    }

    private void collect(String wanted, List<XmlElement> found) {
        for (XmlElement child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            }
            child.collect(wanted, found);
        }
    }

    /**
     * Reads a document. Document types are skipped unread, and entities other than XML's own five stay what they are:
     * nothing.
     */
    static XmlElement read(byte[] content) throws UnreadableReportException {
        try {
            return strictly(content);
        } catch (UnreadableReportException broken) {
            byte[] mended = withoutControls(content);
            if (mended.length == content.length) {
                throw broken;
            }
            return strictly(mended);
        }
    }

    /** Tools write the colours of messages as they are, which XML does not allow; nothing else is mended. */
    private static byte[] withoutControls(byte[] content) {
        if (ReportBytes.wide(content)) {
            return content;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        for (byte one : content) {
            if (one < 0 || one >= 0x20 || one == '\t' || one == '\n' || one == '\r') {
                out.write(one);
            }
        }
        String text = out.toString(StandardCharsets.ISO_8859_1);
        return text.replaceAll("&#(?:x0*(?:1?[0-8BCEFbcef]|1[9ADad])|0*(?:[0-8]|1[124-9]|2\\d|3[01]));", "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static XmlElement strictly(byte[] content) throws UnreadableReportException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        // The JDK counts even &lt; towards these, which a large report exceeds; without document types nothing can grow.
        for (String limit : List.of("jdk.xml.maxGeneralEntitySizeLimit", "jdk.xml.totalEntitySizeLimit",
                "jdk.xml.entityReplacementLimit")) {
            if (factory.isPropertySupported(limit)) {
                factory.setProperty(limit, 0);
            }
        }
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new UnreadableReportException("The report is not well-formed XML: "
                    + oneLine(e.getMessage()) + ". Was the test run cut off while it wrote the report?", e);
        } catch (RuntimeException e) {
            // The JDK's reader answers some broken prologues with unchecked exceptions.
            throw new UnreadableReportException("The report is not well-formed XML: " + oneLine(e.getMessage()), e);
        }
    }

    private static XmlElement read(XMLStreamReader reader) throws XMLStreamException, UnreadableReportException {
        List<XmlElement> open = new ArrayList<>();
        XmlElement root = null;
        int noise = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() + noise >= MAX_DEPTH) {
                        throw new UnreadableReportException("The report's XML is nested deeper than " + MAX_DEPTH
                                + " elements, which no test tool writes.");
                    }
                    if (noise > 0 || NOISE.contains(reader.getLocalName())) {
                        noise++;
                        continue;
                    }
                    XmlElement element = new XmlElement(reader.getLocalName());
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                    }
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.getLast().children.add(element);
                    }
                    open.add(element);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (noise > 0) {
                        noise--;
                    } else {
                        open.removeLast();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (noise == 0 && !open.isEmpty()) {
                        open.getLast().text.append(reader.getText());
                    }
                }
                default -> {}
            }
        }
        if (root == null) {
            throw new UnreadableReportException("The report is empty: it has no XML element.");
        }
        return root;
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "it cannot be parsed"
                : message.replaceAll("\\s*\\n\\s*", " ").replaceFirst("ParseError at ", "").replaceFirst("\\.+$", "")
                        .strip();
    }
}
