package dev.telecoder.platform.skill;

/** A skill that works on the repository in focus where there is one, and also where there is none. */
public interface InFocus {

    /** {@return whether it does} */
    boolean worksInFocus();
}
