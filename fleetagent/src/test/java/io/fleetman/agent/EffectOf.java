package io.fleetman.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The keys of the agent's configuration whose effect a test shows on a running agent. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface EffectOf {
  /** Their paths, such as {@code jobs.keep}. */
  String[] value();
}
