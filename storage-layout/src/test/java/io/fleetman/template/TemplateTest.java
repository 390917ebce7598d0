package io.fleetman.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void whatATokenStandsForIsPutInAsItIs() {
    assertThat(
            Template.render(
                "a {{ vars.x }} b {{node.id}}", Map.of("vars.x", "$1 \\ {{ no }}", "node.id", "n")))
        .isEqualTo("a $1 \\ {{ no }} b n");
  }

  @Test
  void anUnknownTokenIsNamedWithThoseThatAreKnown() {
    assertThatThrownBy(() -> Template.render("{{ vars.prot }}", Map.of("vars.port", "1")))
        .isInstanceOf(TemplateException.class)
        .hasMessage("has an unknown token '{{ vars.prot }}'; known here: vars.port");
  }

  @Test
  void aSmallTextDoesNotGrowWithoutEndThroughALongVariable() {
    String text = "{{ vars.x }}".repeat(80_000);
    Map<String, String> values = Map.of("vars.x", "y".repeat(100_000));

    assertThatThrownBy(() -> Template.render(text, values))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "becomes larger than 4 MB once its tokens are filled in, with '{{ vars.x }}' among"
                + " them: keep long texts in files of their own");
  }
}
