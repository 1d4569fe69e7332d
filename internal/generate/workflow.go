package generate

import "github.com/alertplan/alertplan/monitors"

// delegates say which monitors a workflow runs: the list, or blocks where one looks at
// what others have found.
func delegates(in *monitors.Sequence) (Block, Reason) {
	var b Block
	if len(in.Delegates) == 0 {
		return b, OddDelegates
	}
	list := make([]any, len(in.Delegates))
	narrowed := false
	for i, d := range in.Delegates {
		list[i] = reference(d.Monitor)
		narrowed = narrowed || len(d.FindingsOf) > 0
	}
	if !narrowed {
		b.Set("delegates", list)
	}
	if !in.Audit {
		b.Set("audit_delegate_alerts", false)
	}
	if !narrowed {
		return b, ""
	}
	for i, d := range in.Delegates {
		inner := Block{Type: "delegate"}
		inner.Set("monitor", list[i])
		if len(d.FindingsOf) > 0 {
			inner.Set("findings_of", references(d.FindingsOf))
		}
		b.Blocks = append(b.Blocks, inner)
	}
	return b, ""
}

// reference is a monitor as it stands in files: its address, or its id.
func reference(r monitors.Ref) any {
	if r.Address.IsZero() {
		return r.ID
	}
	return Reference(r.Address.String())
}

func references(refs []monitors.Ref) []any {
	list := make([]any, len(refs))
	for i, r := range refs {
		list[i] = reference(r)
	}
	return list
}
