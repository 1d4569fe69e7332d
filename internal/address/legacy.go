package address

import "strings"

// A legacy destination's id is the server's, so the string that is a channel's id
// is its name: ap_WORKSPACE_KIND_SLUG_HASH. The name of an e-mail account can't
// hold a dash, so there each is written as dashInAccount; workspace and slug have
// no capitals, and the hash is of a known length, so that it can be read back.
const dashInAccount = "H"

// AccountName is the name of the legacy e-mail account whose derived name this is.
func AccountName(derived string) string { return aroundHash(derived, "-", dashInAccount) }

// DerivedName is the derived name that a legacy e-mail account's name stands for;
// a name that is none stays as it is.
func DerivedName(account string) string {
	if !strings.HasPrefix(account, channelMark) {
		return account
	}
	return aroundHash(account, dashInAccount, "-")
}

// aroundHash replaces a text everywhere in a name but in its hash.
func aroundHash(name, old, replacement string) string {
	head, tail := cutHash(name)
	n := min(len(tail), nestedPart)
	return strings.ReplaceAll(head, old, replacement) + tail[:n] + strings.ReplaceAll(tail[n:], old, replacement)
}

// cutHash parts a derived name before its hash.
func cutHash(derived string) (head, tail string) {
	i := strings.LastIndexByte(derived, '_') + 1
	return derived[:i], derived[i:]
}

// mostDashes limits how many spellings of a slug are tried.
const mostDashes = 6

// OfChannel finds the address that a channel's id, or a legacy destination's
// derived name, was made for: what a slug was made of is guessed, and its hash says
// whether that was right. It fails where the slug is cut, or holds more than a
// label and a key in small letters.
func OfChannel(id string) (Address, bool) {
	workspace, owned := ChannelWorkspace(id)
	if !owned {
		return Address{}, false
	}
	head, _ := cutHash(id)
	hash := ChannelPartOf(id)
	rest := strings.TrimSuffix(strings.TrimPrefix(head, ChannelPrefix(workspace)), "_")
	i := strings.LastIndexByte(rest, '_')
	if i < 0 {
		return Address{}, false
	}
	kind, words := rest[:i], strings.Split(rest[i+1:], "-")
	if len(words) > mostDashes+1 {
		return Address{}, false
	}
	for spelling := range 1 << (len(words) - 1) {
		label := spell(words, spelling)
		if at := ForDestination(kind, label); ChannelPart(at) == hash {
			return at, true
		}
		for n := 1; n < len(words); n++ {
			for keys := range 1 << (len(words) - n - 1) {
				at := ForDestination(kind, spell(words[:n], spelling)).WithKey(spell(words[n:], keys))
				if spelling < 1<<(n-1) && ChannelPart(at) == hash {
					return at, true
				}
			}
		}
	}
	return Address{}, false
}

// spell joins words by a dash or an underline, as the bits of a number say.
func spell(words []string, bits int) string {
	var text strings.Builder
	for i, word := range words {
		if i > 0 {
			joint := byte('_')
			if bits>>(i-1)&1 == 1 {
				joint = '-'
			}
			text.WriteByte(joint)
		}
		text.WriteString(word)
	}
	return text.String()
}
