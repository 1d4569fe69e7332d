package address

import (
	"fmt"
	"strconv"
	"strings"
)

// quote writes a for_each key as HCL writes a string: with "${" and "%{" doubled.
func quote(key string) string {
	q := strconv.Quote(key)
	q = strings.ReplaceAll(q, "${", "$${")
	return strings.ReplaceAll(q, "%{", "%%{")
}

func unquote(text string) (string, error) {
	text = strings.ReplaceAll(text, "$${", "${")
	text = strings.ReplaceAll(text, "%%{", "%{")
	return strconv.Unquote(text)
}

// ParseTarget reads an address that may also be that of a pack, which stands for all
// that lies in it.
func ParseTarget(text string) (Address, error) {
	parts := strings.Split(text, ".")
	if last := len(parts) - 2; last >= 0 && parts[last] == string(Pack) && len(parts)%2 == 0 {
		inner, err := Parse(text + ".monitor.x")
		if err == nil {
			return inner.Pack(), nil
		}
	}
	return Parse(text)
}

// Parse reads the address of an object as String prints it. The error says what is
// wrong with it in the user's words.
func Parse(text string) (Address, error) {
	path, key, keyed, err := splitKey(text)
	if err != nil {
		return Address{}, err
	}
	parts := strings.Split(path, ".")
	var packs []string
	for len(parts) > 2 && parts[0] == "pack" {
		packs = append(packs, parts[1])
		parts = parts[2:]
	}
	a := Address{pack: strings.Join(packs, "."), kind: Kind(parts[0]), key: key, keyed: keyed}
	switch {
	case (a.kind == Monitor || a.kind == Workflow) && len(parts) == 2:
		a.label = parts[1]
	case a.kind.hasType() && len(parts) == 3:
		a.typ, a.label = parts[1], parts[2]
	default:
		return Address{}, fmt.Errorf("%q is no address: write monitor.LABEL, workflow.LABEL, destination.KIND.LABEL or existing.KIND.LABEL, with [\"KEY\"] behind it for one of a for_each, and pack.LABEL before it for what lies in a pack%s", text, meant(text, parts))
	}
	names := append(packs, a.label)
	if a.kind.hasType() {
		names = append(names, a.typ)
	}
	for _, name := range names {
		if !ValidLabel(name) {
			return Address{}, fmt.Errorf("%q is no address: %q is no label; labels hold letters, digits, _ and -, and begin with a letter or _", text, name)
		}
	}
	return a, nil
}

// meant asks for what lacks its first word: a monitor's label, a destination's type and
// label.
func meant(text string, parts []string) string {
	first := map[int]string{1: "monitor.", 2: "destination."}[len(parts)]
	if first == "" {
		return ""
	}
	whole, err := Parse(first + text)
	if err != nil {
		return ""
	}
	return fmt.Sprintf(". Did you mean %s?", whole)
}

func splitKey(text string) (path, key string, keyed bool, err error) {
	path, rest, keyed := strings.Cut(text, "[")
	if !keyed {
		return path, "", false, nil
	}
	quoted, closed := strings.CutSuffix(rest, "]")
	if !closed {
		return "", "", false, fmt.Errorf("%q is no address: the bracket is not closed", text)
	}
	key, err = unquote(quoted)
	if err != nil || !strings.HasPrefix(quoted, `"`) {
		return "", "", false, fmt.Errorf("%q is no address: the key in brackets must be a quoted string", text)
	}
	return path, key, true, nil
}

// ValidLabel tells whether text can be a block's label: letters, digits, _ and
// -, beginning with a letter or _, at most 64 long, so that references to it
// can be written.
func ValidLabel(text string) bool {
	if text == "" || len(text) > 64 {
		return false
	}
	for i, c := range text {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		other := c == '-' || c >= '0' && c <= '9'
		if !letter && (i == 0 || !other) {
			return false
		}
	}
	return true
}
