package browsertest

import (
	"os/exec"
	"strings"
	"testing"
)

// Many people at once see no error. They need no browser.
func TestManyPeopleAtOnceSeeNoError(t *testing.T) {
	load, err := build("crm/load")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), load, "-url", start(t), "-users", "8", "-for", "2s").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"board ", "lead ", "move ", "queue ", "sign in ", " 0 errors\n"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("nothing of %q in\n%s", want, out)
		}
	}
}
