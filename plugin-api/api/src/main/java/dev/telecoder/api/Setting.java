package dev.telecoder.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a setting is for, where people look it up: in {@code telecoder config schema}, in the guide and in the form of
 * the dashboard. It stands on each component of a record that is read from config.yaml, and on the record itself for the
 * section as a whole. Type and default are taken from the record; what a component of the type {@link Secret} holds is
 * never shown.
 *
 * <p>{@snippet :
 * @Setting("The bot's own account.")
 * record TelegramConfig(
 *         @Setting(value = "The bot's token, from @BotFather.", required = true) Secret botToken,
 *         @Setting(value = "How messages arrive.", examples = "webhook") Mode mode) {}
 * }
 *
 * @since 1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Setting {

    /** {@return what it is for, in a sentence or two for the person who sets it} */
    String value();

    /**
     * Tells the default where the record does not: as it would stand in config.yaml. Without one it is what the record
     * holds when the section is empty.
     *
     * @return such as {@code 30s}; empty if there is none, or the record knows it
     */
    String byDefault() default "";

    /** {@return values as they could stand in config.yaml} */
    String[] examples() default {};

    /** {@return whether the section is wrong without it} */
    boolean required() default false;

    /** {@return for a number, the smallest that is allowed} */
    double min() default Double.NEGATIVE_INFINITY;

    /** {@return for a number, the largest that is allowed} */
    double max() default Double.POSITIVE_INFINITY;
}
