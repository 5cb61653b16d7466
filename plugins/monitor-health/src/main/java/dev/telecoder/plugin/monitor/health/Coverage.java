package dev.telecoder.plugin.monitor.health;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * How many lines tests reach, as JaCoCo, lcov or Cobertura reported it.
 *
 * @param covered how many lines are reached
 * @param lines how many there are
 */
record Coverage(long covered, long lines) {

    private static final int LARGEST = 32 * 1024 * 1024;
    private static final int MOST_ENTRIES = 2_000;

    double percent() {
        return lines == 0 ? 0 : 100.0 * covered / lines;
    }

    /** Reads a report, or all reports of a ZIP together; empty if it is none, or too large. */
    static Optional<Coverage> of(byte[] content) {
        try {
            Optional<Coverage> found = content.length > 1 && content[0] == 'P' && content[1] == 'K' ? ofZip(content)
                    : ofReport(content);
            return found.filter(one -> one.lines() > 0);
        } catch (IOException | XMLStreamException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Coverage> ofZip(byte[] content) throws IOException {
        long covered = 0;
        long lines = 0;
        int left = LARGEST;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null
                    && entries < MOST_ENTRIES; entry = zip.getNextEntry()) {
                entries++;
                String name = entry.getName().toLowerCase(Locale.ROOT);
                if (!name.endsWith(".xml") && !name.endsWith(".info")) {
                    continue;
                }
                byte[] report = read(zip, left);
                left -= report.length;
                try {
                    Optional<Coverage> one = ofReport(report);
                    covered += one.map(Coverage::covered).orElse(0L);
                    lines += one.map(Coverage::lines).orElse(0L);
                } catch (XMLStreamException | NumberFormatException e) {
                    // Another XML file that lies beside it.
                }
            }
        }
        return Optional.of(new Coverage(covered, lines));
    }

    private static byte[] read(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IOException("It is larger than it may be.");
        }
        return bytes;
    }

    private static Optional<Coverage> ofReport(byte[] content) throws XMLStreamException {
        int first = 0;
        while (first < content.length && (content[first] <= ' ')) {
            first++;
        }
        return first < content.length && content[first] == '<' ? ofXml(content) : ofLcov(content);
    }

    /** LF is how many lines there are in a file, LH how many of them are reached. */
    private static Optional<Coverage> ofLcov(byte[] content) {
        long[] sums = new long[2];
        new String(content, StandardCharsets.UTF_8).lines().map(String::strip).forEach(line -> {
            if (line.startsWith("LH:")) {
                sums[0] += Long.parseLong(line.substring(3).strip());
            } else if (line.startsWith("LF:")) {
                sums[1] += Long.parseLong(line.substring(3).strip());
            }
        });
        return sums[1] == 0 ? Optional.empty() : Optional.of(new Coverage(sums[0], sums[1]));
    }

    /** JaCoCo sums up in counters right below the root, Cobertura in attributes of the root. */
    private static Optional<Coverage> ofXml(byte[] content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(content));
        int depth = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (depth == 1 && xml.getLocalName().equals("coverage")) {
                    return cobertura(xml);
                }
                if (depth == 1 && !xml.getLocalName().equals("report")) {
                    return Optional.empty();
                }
                if (depth == 2 && xml.getLocalName().equals("counter")
                        && "LINE".equals(xml.getAttributeValue(null, "type"))) {
                    long reached = Long.parseLong(xml.getAttributeValue(null, "covered"));
                    return Optional.of(new Coverage(reached,
                            reached + Long.parseLong(xml.getAttributeValue(null, "missed"))));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Coverage> cobertura(XMLStreamReader root) throws XMLStreamException {
        String covered = root.getAttributeValue(null, "lines-covered");
        String valid = root.getAttributeValue(null, "lines-valid");
        if (covered != null && valid != null && !valid.equals("0")) {
            return Optional.of(new Coverage(Long.parseLong(covered), Long.parseLong(valid)));
        }
        // Older ones tell only the share of each line: they are counted, those of classes and not those of methods again.
        long reached = 0;
        long all = 0;
        int methods = 0;
        while (root.hasNext()) {
            int event = root.next();
            if (event == XMLStreamConstants.START_ELEMENT && root.getLocalName().equals("methods")) {
                methods++;
            } else if (event == XMLStreamConstants.END_ELEMENT && root.getLocalName().equals("methods")) {
                methods--;
            } else if (event == XMLStreamConstants.START_ELEMENT && methods == 0
                    && root.getLocalName().equals("line")) {
                all++;
                reached += "0".equals(root.getAttributeValue(null, "hits")) ? 0 : 1;
            }
        }
        return all == 0 ? Optional.empty() : Optional.of(new Coverage(reached, all));
    }
}
