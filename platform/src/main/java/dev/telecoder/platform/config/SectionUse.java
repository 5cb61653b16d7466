package dev.telecoder.platform.config;

/**
 * Who reads a section: what an extension's {@code @Configured} names, with the record it binds.
 *
 * @param path the section, such as {@code channels.telegram}
 * @param type the record
 */
public record SectionUse(String path, Class<? extends Record> type) {}
