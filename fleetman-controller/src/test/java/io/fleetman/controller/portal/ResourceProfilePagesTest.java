package io.fleetman.controller.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.web.TestController;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceProfilePagesTest {
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");

  private final TestController given = new TestController();

  @AfterEach
  void stop() {
    given.close();
  }

  private static String seen(String page) {
    Matcher seen = SEEN.matcher(page);
    assertThat(seen.find()).as(page).isTrue();
    return seen.group(1);
  }

  @Test
  void ofTwoWhoEditOneResourceProfileTheSecondIsTold() {
    String page = "/b/main/manifests/-/resource-profiles";
    var _ = given.post(page, Map.of("name", "small", "memory", "512M"));
    String seen = seen(given.get(page + "?edit=small").body());
    var _ = given.post(page, Map.of("editing", "small", "seen", seen, "memory", "1G"));

    HttpResponse<String> second =
        given.post(page, Map.of("editing", "small", "seen", seen, "memory", "2G"));

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("memory=1G", "value=\"2G\"");
    assertThat(given.post(page, Map.of("name", "x", "memory", "much")).statusCode()).isEqualTo(422);
    assertThat(given.post(page + "/small/delete", Map.of()).statusCode()).isEqualTo(422);
    String old = seen(given.get(page).body());
    var _ = given.post(page, Map.of("editing", "small", "seen", old, "memory", "3G"));
    HttpResponse<String> late =
        given.post(
            page + "/small/delete", Map.of("typed", "small", "seen", old, "saw", "memory 1G"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("nothing was done", "memory 1G", "memory=3G");
    assertThat(given.post(page + "/small/delete", Map.of("typed", "small")).statusCode())
        .isEqualTo(200);
    assertThat(new ResourceProfiles(given.fleet()).list()).isEmpty();
  }
}
