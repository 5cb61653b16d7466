package dev.telecoder.api;

import dev.telecoder.api.channel.MessageFormat;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the section of config.yaml an extension reads. Where the file has no such section, the host
 * does not create the extension: an installed channel stays silent until it is configured. An extension
 * without this annotation, such as a {@code MessageFormat}, is always created.
 *
 * @since 1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Configured {

    /** {@return the path of the section, such as {@code channels.telegram}} */
    String value();

    /**
     * Tells whether the section must be there. A language model provider says {@code false}: it is made
     * in any case, so that {@code detect} can ask it what it finds.
     *
     * @return whether the extension is made only where the file has the section
     */
    boolean required() default true;

    /**
     * Names the record the section is bound to, so that the section can be checked, described and filled in before the
     * extension is made: an unconfigured channel tells what it wants. Its components carry {@link Setting}.
     *
     * @return the record that {@link PluginContext#config} is called with; {@code Record} itself if it is not told
     */
    Class<? extends Record> settings() default Record.class;
}
