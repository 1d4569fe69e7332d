package view_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// TestDestroyWithoutChanges: of what the user may not see nothing is claimed, and
// nobody who destroys wants to hear of a configuration.
func TestDestroyWithoutChanges(t *testing.T) {
	lacking := plan.Warning{Kind: plan.ChannelsUnread, Destroy: true, Permissions: []string{"configs/get"}}
	for _, tt := range []struct {
		name     string
		warnings []plan.Warning
		want     string
	}{
		{"all seen", nil, "Nothing to destroy: workspace \"soc\" owns nothing on this cluster."},
		{"a monitor without its mark", []plan.Warning{{Kind: plan.MarkGone}}, "Nothing to destroy: workspace \"soc\" owns nothing on this cluster."},
		{"perhaps hidden", []plan.Warning{{Kind: plan.MayBeHidden}}, "Nothing to destroy seen. Workspace \"soc\" owns nothing that this user may see."},
		{"no channels", []plan.Warning{lacking}, "Nothing to destroy seen. Workspace \"soc\" owns nothing that this user may see."},
	} {
		text, code := printed(view.Plain, &plan.Plan{Workspace: "soc", Destroy: true, Warnings: tt.warnings})
		if code != view.Done || !strings.HasSuffix(text, tt.want+"\n") || strings.Contains(text, "No changes") || strings.Contains(text, "compared") {
			t.Errorf("%s: exit status %d:\n%s", tt.name, code, text)
		}
	}
}
