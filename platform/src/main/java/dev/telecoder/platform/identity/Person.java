package dev.telecoder.platform.identity;

/**
 * Somebody, whatever accounts they have.
 *
 * @param id our id
 * @param name what to call them
 * @param role what they are to this host
 */
public record Person(String id, String name, Role role) {}
