package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/rhysd/actionlint"
)

// contexts is what expressions of a workflow may name: github, env, secrets, …
type contexts map[string]any

var embedded = regexp.MustCompile(`\$\{\{(.*?)\}\}`)

// fill evaluates what stands in ${{ }} within a text.
func (v contexts) fill(text string) string {
	return embedded.ReplaceAllStringFunc(text, func(found string) string {
		value := v.evaluate(embedded.FindStringSubmatch(found)[1])
		if value == nil {
			return ""
		}
		return fmt.Sprint(value)
	})
}

// holds says whether an if: lets its step or job run. One without a word on what has
// happened before means success, as GitHub has it.
func (v contexts) holds(condition string) bool {
	condition = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(condition), "${{"), "}}"))
	if condition == "" {
		condition = "success()"
	}
	if !regexp.MustCompile(`\b(success|failure|cancelled|always)\(\)`).MatchString(condition) {
		condition = "success() && (" + condition + ")"
	}
	return truthy(v.evaluate(condition))
}

// evaluate is the value of an expression. It knows what our workflows use of the
// language, and panics at anything else.
func (v contexts) evaluate(text string) any {
	parsed, err := actionlint.NewExprParser().Parse(actionlint.NewExprLexer(text + "}}"))
	if err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	return v.node(parsed)
}

func (v contexts) node(n actionlint.ExprNode) any {
	switch n := n.(type) {
	case *actionlint.StringNode:
		return n.Value
	case *actionlint.VariableNode:
		return map[string]any(v)[n.Name]
	case *actionlint.ObjectDerefNode:
		object, _ := v.node(n.Receiver).(map[string]any)
		return member(object, n.Property)
	case *actionlint.NotOpNode:
		return !truthy(v.node(n.Operand))
	case *actionlint.CompareOpNode:
		same := strings.EqualFold(fmt.Sprint(orEmpty(v.node(n.Left))), fmt.Sprint(orEmpty(v.node(n.Right))))
		return same == (n.Kind == actionlint.CompareOpNodeKindEq)
	case *actionlint.LogicalOpNode:
		left := v.node(n.Left)
		if truthy(left) == (n.Kind == actionlint.LogicalOpNodeKindOr) {
			return left
		}
		return v.node(n.Right)
	case *actionlint.FuncCallNode:
		return v.status(n.Callee)
	}
	panic(fmt.Sprintf("%T is not known here", n))
}

// status is what the functions say of what has happened before.
func (v contexts) status(function string) bool {
	switch function {
	case "success":
		return v["failed"] == false
	case "failure":
		return v["failed"] == true
	case "always":
		return true
	case "cancelled":
		return false
	}
	panic(function + "() is not known here")
}

// member looks a name up as GitHub does, which takes no notice of case.
func member(object map[string]any, name string) any {
	for key, value := range object {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return nil
}

func orEmpty(value any) any {
	if value == nil {
		return ""
	}
	return value
}

func truthy(value any) bool {
	return value != nil && value != false && value != "" && value != 0
}
