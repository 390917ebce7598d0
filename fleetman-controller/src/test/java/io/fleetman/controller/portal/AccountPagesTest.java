package io.fleetman.controller.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.web.TestController;
import io.fleetman.layout.UserId;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AccountPagesTest {
  private static final UserId EVE = new UserId("eve");
  private static final String OTHER = "another long password";

  private final TestController controller = new TestController();

  @BeforeEach
  void twoUsers() {
    controller.signedIn("ada");
    var _ = new Users(controller.fleet()).add(EVE, TestController.PASSWORD, null);
  }

  @AfterEach
  void close() {
    controller.close();
  }

  /** The form as the page has it now, with what its reader fills in. */
  private Map<String, String> form(String action, String field, String value) {
    Map<String, String> form = new LinkedHashMap<>(Map.of(field, value));
    String page = controller.get("/users").body();
    String html = page.substring(page.indexOf("action=\"/users/eve/" + action + '"'));
    for (String name : new String[] {"seen", "saw"}) {
      Matcher hidden = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(html);
      assertThat(hidden.find()).as(html).isTrue();
      form.put(name, hidden.group(1));
    }
    return form;
  }

  private boolean mayEnterWith(String password) {
    return new Users(controller.fleet()).has(EVE, password);
  }

  @Test
  void whoChangesOrRemovesAUserThatSomebodyElseChangedIsToldAndShownBoth() {
    Map<String, String> password = form("password", "password", OTHER);
    Map<String, String> removal = form("remove", "typed", "eve");
    var _ = new Users(controller.fleet()).changePassword(EVE, "what the other one chose", null);

    HttpResponse<String> late = controller.post("/users/eve/password", password);

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body())
        .contains("Somebody else changed this meanwhile", "You saw", "by somebody@else");
    assertThat(mayEnterWith("what the other one chose")).isTrue();
    assertThat(controller.post("/users/eve/remove", removal).statusCode()).isEqualTo(409);
    assertThat(new Users(controller.fleet()).find(EVE)).isPresent();

    assertThat(controller.post("/users/eve/password", form("password", "password", OTHER)).body())
        .contains("eve has a new password");
    assertThat(mayEnterWith(OTHER)).isTrue();
    assertThat(controller.post("/users/eve/remove", form("remove", "typed", "eve")).body())
        .contains("eve is out");
    assertThat(new Users(controller.fleet()).find(EVE)).isEmpty();
  }
}
