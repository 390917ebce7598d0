package io.fleetman.controller.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ctrl-C after the first. The JVM, which is going down by then, would not hear it, and somebody
 * who presses it twice does not want to be asked anything.
 */
final class SecondInterrupt {
  private static final Logger log = LoggerFactory.getLogger(SecondInterrupt.class);

  private SecondInterrupt() {}

  /** Does this at the next one. */
  static void then(Runnable action) {
    // By its name: the class is the JDK's own, and whoever names it is warned at each build. A JVM
    // without it asks on.
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler hears =
          (_, method, _) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(
              SecondInterrupt.class.getClassLoader(), new Class<?>[] {handler}, hears);
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.debug("a second ctrl-C is not heard: {}", e.toString());
    }
  }
}
