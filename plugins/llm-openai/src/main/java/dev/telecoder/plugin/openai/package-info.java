/** Language models by the Chat Completions API: OpenAI, DeepSeek, and every compatible server. */
@NullMarked
package dev.telecoder.plugin.openai;

import org.jspecify.annotations.NullMarked;
