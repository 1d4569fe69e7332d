package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestAnEmptyDirectoryTakesNothingAway: without a policy, too, what is deleted at
// once is limited; a flag and destroy are the ways out.
func TestAnEmptyDirectoryTakesNothingAway(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const empty = "workspace = \"policy\"\n"
	webhooks := func(n int) string {
		text := empty
		for i := range n {
			text += fmt.Sprintf("destination \"webhook\" \"d%d\" {\n  url = \"https://example.com/%d\"\n}\n", i, i)
		}
		return text
	}
	r.configure(webhooks(22))
	r.mustApply()
	r.configure(empty)
	for _, command := range [][]string{{"plan"}, {"apply", "--auto-approve"}, {"plan", "--allow-deletes", "21"}, {"apply", "--auto-approve", "--allow-deletes=0"}} {
		got := r.run(command[0], command[1:]...)
		if got.code != 1 || !strings.Contains(got.stdout, "would be deleted") || !strings.Contains(got.stdout, "deletes 22 of the 22 objects that") || !strings.Contains(got.stdout, "--allow-deletes 22") ||
			!strings.Contains(got.stdout, "and 2 more") {
			t.Errorf("%v: %s", command, got)
		}
	}
	if n := len(r.channelIDs()); n != 22 {
		t.Errorf("%d channels are left", n)
	}
	r.configure(webhooks(16))
	if got := r.run("apply", "--auto-approve"); got.code != 0 {
		t.Errorf("what the limit allows: %s", got)
	}
	r.configure(webhooks(22))
	r.mustApply()
	r.configure(empty)
	if got := r.apply("--allow-deletes", "22"); got.code != 0 {
		t.Errorf("with the flag: %s", got)
	}
	r.configure(webhooks(22))
	r.mustApply()
	if got := r.run("destroy", "--auto-approve"); got.code != 0 || len(r.channelIDs()) != 0 {
		t.Errorf("destroy: %s", got)
	}
}
