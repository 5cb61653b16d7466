package dev.telecoder.platform.gateway;

/**
 * A message that was taken in, stored, and belongs to a turn now.
 *
 * @param conversation the conversation
 * @param turn the turn that hears it
 * @param message the message
 */
public record ConversationMessage(String conversation, String turn, String message) {}
