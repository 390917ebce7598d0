package io.fleetman.controller.portal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.web.TestController;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TemplatePagesTest {
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  private HttpResponse<String> page(String path) {
    HttpResponse<String> page = controller.get("/b/main" + path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page;
  }

  @Test
  void templatesAreShownEditedAndDeleted() {
    assertThat(page("/jobs/templates").body()).contains("install-packages");
    assertThat(page("/jobs/run?template=health-check").body()).contains("param.url");
    String document = "version: 1.0\nsteps: [{name: a, type: teleport, input: {}}]";
    HttpResponse<String> bad =
        controller.post("/b/main/jobs/templates/new", Map.of("name", "mine", "document", document));
    assertThat(bad.statusCode()).isEqualTo(422);
    assertThat(bad.body()).contains("steps[0].type");

    controller.post(
        "/b/main/jobs/templates/new",
        Map.of("name", "mine", "document", document.replace("teleport, input: {}", "reboot")));
    assertThat(page("/jobs/templates/mine").body()).contains("Revision 1");
    String reboots = document.replace("teleport, input: {}", "reboot");
    Map<String, String> mine =
        Map.of("name", "mine", "seen", "1", "document", reboots.replace("name: a", "name: mine"));
    controller.post(
        "/b/main/jobs/templates/mine",
        Map.of(
            "name", "mine", "seen", "1", "document", reboots.replace("name: a", "name: theirs")));
    HttpResponse<String> second = controller.post("/b/main/jobs/templates/mine", mine);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body())
        .contains("Somebody else changed this template", "theirs", "name: mine", "value=\"2\"");
    HttpResponse<String> late =
        controller.post(
            "/b/main/jobs/templates/mine/delete",
            Map.of("typed", "mine", "seen", "1", "saw", "revision 1"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("nothing was done", "revision 2 by");
    controller.post("/b/main/jobs/templates/mine/delete", Map.of("typed", "mine"));
    assertThat(page("/jobs/templates").body()).doesNotContain("/jobs/templates/mine");
  }

  @Test
  void everyPreinstalledTemplateIsSavedAsItIsShown() {
    Pattern document = Pattern.compile("name=\"document\"[^>]*>([^<]*)</textarea>");
    for (String name :
        List.of(
            "restart-service",
            "update-config",
            "health-check",
            "install-packages",
            "backup-directory",
            "collect-logs",
            "reboot")) {
      Matcher text = document.matcher(page("/jobs/templates/" + name).body());
      assertThat(text.find()).as(name).isTrue();
      String shown = text.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
      HttpResponse<String> late =
          controller.post(
              "/b/main/jobs/templates/" + name,
              Map.of("name", name, "seen", "7", "document", shown));
      assertThat(late.statusCode()).as(name + ": " + late.body()).isEqualTo(409);
      assertThat(late.body()).contains("Somebody else changed this template");
      HttpResponse<String> saved =
          controller.post(
              "/b/main/jobs/templates/" + name,
              Map.of("name", name, "seen", "1", "description", "mine", "document", shown));
      assertThat(saved.statusCode()).as(name).isEqualTo(200);
    }
  }
}
