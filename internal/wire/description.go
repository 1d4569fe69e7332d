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
	before, tries := description, 0
	for tries < maxAddressTries {
		i := strings.LastIndex(before, descriptionMark)
		if i < 0 {
			break
		}
		before = description[:i]
		if !strings.HasSuffix(before, "(") {
			continue
		}
		rest := description[i+len(descriptionMark):]
		for end := len(rest); tries < maxAddressTries; tries++ {
			end = strings.LastIndexByte(rest[:end], ')')
			if end < 0 {
				break
			}
			if at, ok := destinationAddress(rest[:end]); ok {
				return strings.TrimSuffix(before[:len(before)-1], " ") + rest[end+1:], at
			}
		}
	}
	return description, address.Address{}
}

func destinationAddress(text string) (address.Address, bool) {
	at, err := address.Parse(text)
	return at, err == nil && at.Kind() == address.Destination
}
