package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.store.InMemoryObjectStore;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is declared agrees with what is described, and every way in says what it is for. */
class RoutesTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

  private final ControllerServer server =
      TestController.server(new InMemoryObjectStore(), "127.0.0.1");
  private final List<Route> routes = server.routes().all();

  @Test
  void everyRouteOfTheApiIsDescribedAndEveryDescribedOneIsThere() {
    Set<String> declared =
        routes.stream()
            .filter(r -> r.handler() instanceof Route.Handler.Resource)
            .map(r -> r.method() + " " + described(r.path().substring(Routes.API.length())))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(declared).isEqualTo(Description.of(server).operations());
  }

  @Test
  void everyRouteNamesAnObjectByParametersThatItHas() {
    for (Route route : routes) {
      Set<String> has =
          PARAMETER
              .matcher(described(route.path()))
              .results()
              .map(m -> m.group(1))
              .collect(Collectors.toSet());
      Set<String> named =
          PARAMETER
              .matcher(route.access().name())
              .results()
              .map(m -> m.group(1))
              .collect(Collectors.toSet());
      assertThat(has).as(route.toString()).containsAll(named);
    }
  }

  @Test
  void noTwoRoutesAreTheSame() {
    assertThat(routes.stream().map(r -> r.method() + " " + r.path())).doesNotHaveDuplicates();
  }

  @Test
  void whatIsReadIsGotAndWhatIsChangedIsNot() {
    for (Route route : routes) {
      assertThat(route.method().equals(HandlerType.GET))
          .as(route.toString())
          .isEqualTo(route.does().isEmpty());
    }
  }

  // A parameter of several segments is <path> for Javalin and {path} for OpenAPI.
  private static String described(String path) {
    return path.replace('<', '{').replace('>', '}');
  }
}
