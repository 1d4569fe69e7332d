package schema

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/expression"
	"github.com/alertplan/alertplan/monitors"
)

// chainedLists are the arguments that say a condition by lists of monitors.
var chainedLists = []string{"all_of", "any_of", "none_of"}

// chained reads the condition of a workflow's trigger.
func (w *workflowBlock) chained() monitors.Condition {
	lists := slices.DeleteFunc(slices.Clone(chainedLists), func(name string) bool { return !w.has(name) })
	switch {
	case w.has("condition") && len(lists) > 0:
		w.report("missing-condition", w.at(lists[0]), "A trigger of a workflow has a condition, or lists of monitors, not both. Keep one of them.")
	case len(lists) > 0:
		return w.chainedOfLists(lists)
	case w.has("condition"):
		text, ok := w.publicText("condition")
		if !ok {
			return nil
		}
		if isUnknown(text) {
			return chainedOf([]monitors.ChainedPart{{Text: text}})
		}
		return w.chainedOfText(text, w.at("condition"))
	case w.lacks(slices.Concat(chainedLists, []string{"condition"})...):
		w.report("missing-condition", place{w.def, w.monitorBlock.block}, "A trigger of a workflow needs a condition, such as condition = \"monitor[%s]\", or all_of, any_of or none_of.", w.someDelegate())
	}
	return nil
}

func chainedOf(parts []monitors.ChainedPart) *monitors.ChainedCondition {
	c := &monitors.ChainedCondition{Parts: parts, Script: monitors.Script{Lang: "painless"}}
	c.Script.Source = c.Source()
	return c
}

func (w *workflowBlock) someDelegate() string {
	names := slices.Sorted(maps.Keys(w.delegateNames()))
	if len(names) == 0 {
		return "LABEL"
	}
	return names[0]
}

// chainedOfLists joins lists: all of these, one of those, none of the others.
func (w *workflowBlock) chainedOfLists(lists []string) monitors.Condition {
	var parts []monitors.ChainedPart
	text := func(t string) { parts = append(parts, monitors.ChainedPart{Text: t}) }
	for _, name := range lists {
		refs, places, whole := w.references(name)
		if whole && len(refs) == 0 {
			w.report("broken-chain", w.at(name), "%s is empty. Name a delegate, or take the line out.", name)
		}
		for i, r := range refs {
			if w.find(r) < 0 && !w.incomplete && !isUnknown(r.ID) {
				w.report("broken-chain", places[i], "%s is no delegate of this workflow, so it never alerts in its runs. Add it to delegates.", refName(r))
			}
			switch {
			case len(parts) == 0 && name == "none_of":
				text("!")
			case i > 0 && name == "any_of":
				text(" || ")
			case len(parts) > 0 && name == "any_of":
				text(" && (")
			case name == "any_of" && len(refs) > 1:
				text("(")
			case len(parts) > 0 && name == "none_of":
				text(" && !")
			case len(parts) > 0:
				text(" && ")
			}
			parts = append(parts, monitors.ChainedPart{Monitor: &r})
			if name == "any_of" && i == len(refs)-1 && (len(refs) > 1 || len(parts) > 2) {
				text(")")
			}
		}
	}
	return chainedOf(parts)
}

// chainedOfText reads an expression that names monitors by their labels.
func (w *workflowBlock) chainedOfText(text string, at place) monitors.Condition {
	if strings.TrimSpace(text) == "" {
		w.report("broken-chain", at, "The condition is empty; the server would save it, and it would fail in every run. Name a delegate: \"monitor[%s]\".", w.someDelegate())
		return nil
	}
	names := w.delegateNames()
	var parts []monitors.ChainedPart
	rest := text
	for {
		before, operand, after, found := nextOperand(rest)
		parts = append(parts, monitors.ChainedPart{Text: before})
		if !found {
			break
		}
		rest = after
		ref, known := names[operand]
		if !known {
			w.unknownOperand(operand, names, at)
			ref = monitors.Ref{ID: "unknown"}
		}
		parts = append(parts, monitors.ChainedPart{Monitor: &ref})
	}
	parts = slices.DeleteFunc(parts, func(p monitors.ChainedPart) bool { return p.Monitor == nil && p.Text == "" })
	c := chainedOf(parts)
	w.checkChain(parts, at)
	return c
}

// nextOperand cuts a text at its next monitor[NAME]; NAME comes without blanks, and
// with a key in double quotes.
func nextOperand(text string) (before, operand, after string, found bool) {
	start := strings.Index(text, "monitor")
	if start < 0 {
		return text, "", "", false
	}
	rest := strings.TrimLeft(text[start+len("monitor"):], " ")
	if !strings.HasPrefix(rest, "[") {
		return text, "", "", false
	}
	depth := 0
	for i, c := range rest {
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth == 0 {
			name := strings.TrimSpace(rest[1:i])
			name = strings.TrimPrefix(strings.ReplaceAll(name, "'", `"`), "monitor.")
			if id, byID := strings.CutPrefix(name, "id"); byID && strings.HasPrefix(strings.TrimSpace(id), "=") {
				name = "id=" + strings.TrimSpace(strings.TrimSpace(id)[1:])
			}
			return text[:start], name, rest[i+1:], true
		}
	}
	return text, "", "", false
}

func (w *workflowBlock) unknownOperand(name string, names map[string]monitors.Ref, at place) {
	if w.incomplete {
		return
	}
	declared, err := address.Parse("monitor." + name)
	if err != nil {
		declared, err = address.Parse(name) // of a pack
	}
	declared = declared.Within(w.within)
	switch {
	case err == nil && w.declared[declared] != nil:
		w.report("broken-chain", at, "%s is no delegate of this workflow, so it never alerts in its runs. Add it to delegates.", declared)
	case strings.HasPrefix(name, "id="):
		w.report("broken-chain", at, "%q is the id of no delegate of this workflow. Add it to delegates; a monitor of this configuration is named by its label: monitor[LABEL].", strings.TrimPrefix(name, "id="))
	default:
		w.report("broken-chain", at, "This workflow has no delegate %q.%s", name, hasOnly(name, slices.Sorted(maps.Keys(names))))
	}
}

// checkChain reads the expression as the server will in each run.
func (w *workflowBlock) checkChain(parts []monitors.ChainedPart, at place) {
	var plain strings.Builder
	for _, p := range parts {
		if p.Monitor != nil {
			plain.WriteString("monitor[id=x]")
			continue
		}
		plain.WriteString(p.Text)
	}
	read, err := expression.Chained.Parse(plain.String())
	if err == nil {
		_, err = read.Holds(func(string) bool { return true })
	}
	var wrong *expression.Error
	if errors.As(err, &wrong) {
		w.report("broken-chain", at, "The server would save this condition, and fail in every run: %s. Write delegates, as in monitor[%s], with &&, ||, ! and parentheses between them.", strings.TrimSuffix(wrong.Error(), "."), w.someDelegate())
		return
	}
	if stray := strayOperand(read.Steps); stray != "" {
		w.report("broken-chain", at, "%q means no monitor, so it never holds. Write delegates by their labels: monitor[%s].", stray, w.someDelegate())
		return
	}
	if !read.IsJoined() {
		w.report("broken-chain", at, "An operator is missing between two monitors: only the last would count. Put && or || between them.")
		return
	}
	if slices.ContainsFunc(expression.Neighbours(plain.String()), func(pair [2]string) bool { return pair[0] != pair[1] }) {
		w.report("unclear-chain", at, "&& and || bind alike here, from the left, unlike elsewhere: a || b && c is (a || b) && c. Say with parentheses what is meant.")
	}
}

// strayOperand is an operand that names no monitor; "" where there is none.
func strayOperand(steps []string) string {
	for _, s := range steps {
		if key, value := expression.Operand(s); !expression.IsOperator(s) && (key != "id" || value != "x") {
			return s
		}
	}
	return ""
}
