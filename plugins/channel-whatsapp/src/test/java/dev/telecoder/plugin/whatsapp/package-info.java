/** WhatsApp: a business number by the Cloud API. */
@NullMarked
package dev.telecoder.plugin.whatsapp;

import org.jspecify.annotations.NullMarked;
