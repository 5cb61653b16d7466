package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import java.util.List;

/**
 * What was said in one turn, as the model sees it.
 *
 * @param turn the turn
 * @param messages its messages, oldest first
 */
record Past(String turn, List<ChatMessage> messages) {}
