package wire

import (
	"strings"

	"github.com/alertplan/alertplan/internal/address"
)

// A channel has no field for a mark, so its description tells the address:
//
//	alertplan: destination.slack.soc
//	Pages the team (alertplan: destination.slack.soc)
const (
	descriptionMark  = "alertplan: "
	descriptionOpens = " (" + descriptionMark
)

// maxAddressTries limits how often an address is looked for in a description,
// which others may have filled with anything.
const maxAddressTries = 32

// EncodeDescription writes the user's text and the address into one description.
func EncodeDescription(text string, at address.Address) string {
	switch {
	case at.IsZero():
		return text
	case text == "":
		return descriptionMark + at.String()
	default:
		return text + descriptionOpens + at.String() + ")"
	}
}

// DecodeDescription takes a description apart: the user's text, and the address
// of a destination, zero where it tells none. An address is found even where
// somebody wrote more behind it; that then counts as the user's text.
func DecodeDescription(description string) (text string, at address.Address) {
	if rest, ok := strings.CutPrefix(description, descriptionMark); ok {
		if at, ok := destinationAddress(strings.TrimSpace(rest)); ok {
			return "", at
		}
	}
	// The whole rest is tried before shorter ones, from the left, since a for_each
	// key may hold what looks like another address.
	for _, ends := range []func(string) []int{wholeRest, anyRest} {
		if text, at, ok := findAddress(description, ends); ok {
			return text, at
		}
	}
	return description, address.Address{}
}

// wholeRest is where an address ends that nothing follows.
func wholeRest(rest string) []int {
	end := len(strings.TrimRight(rest, " \t\r\n")) - 1
	if end < 0 || rest[end] != ')' {
		return nil
	}
	return []int{end}
}

// anyRest is where an address may end, from the right.
func anyRest(rest string) []int {
	var ends []int
	for end := strings.LastIndexByte(rest, ')'); end >= 0 && len(ends) < maxAddressTries; end = strings.LastIndexByte(rest[:end], ')') {
		ends = append(ends, end)
	}
	return ends
}

// findAddress looks behind each "(alertplan: " for an address with one of its
// possible ends.
func findAddress(description string, ends func(string) []int) (text string, at address.Address, found bool) {
	start := 0
	for range maxAddressTries {
		i := strings.Index(description[start:], "("+descriptionMark)
		if i < 0 {
			break
		}
		before := description[:start+i]
		start += i + 1 + len(descriptionMark)
		rest := description[start:]
		for _, end := range ends(rest) {
			if at, ok := destinationAddress(rest[:end]); ok {
				return strings.TrimSuffix(before, " ") + strings.TrimRight(rest[end+1:], "\r\n"), at, true
			}
		}
	}
	return "", address.Address{}, false
}

func destinationAddress(text string) (address.Address, bool) {
	at, err := address.Parse(text)
	return at, err == nil && at.Kind() == address.Destination
}
