/** A plugin for TeleCoder with the skill ${skill}. */
package ${package};
