package address

import (
	"crypto/sha256"
	"math/big"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// The parts of an id: see the essay at TriggerID.
const (
	workspacePart = 5
	addressPart   = 9
	nestedPart    = 6
	monitorPart   = workspacePart + addressPart
	idLength      = monitorPart + nestedPart
)

var validWorkspace = pattern.New(`^[a-z0-9-]{1,30}$`)

// ValidWorkspace tells whether name can own objects on a cluster. It holds no
// "_", so that no workspace's prefix of channel ids begins another's.
func ValidWorkspace(name string) bool { return validWorkspace.MatchString(name) }

// TriggerID is the id that a trigger gets when it is created.
//
// Ids are derived once, at creation; from then on the cluster's ids win, so an
// id may outlive the address that it was made from. It is 20 characters (the
// longest that every version takes, alerting-api.md section 3) of [0-9A-Za-z]:
// 5 of the workspace, 9 of workspace and monitor, 6 of the labels. The first 14
// tell whose monitor it is when the mark is gone: see MadeFor.
func TriggerID(workspace string, monitor Address, trigger string) string {
	return MonitorPart(workspace, monitor) + digest(nestedPart, "trigger", trigger)
}

// ActionID is the id that an action gets when it is created. See TriggerID.
func ActionID(workspace string, monitor Address, trigger, action string) string {
	return MonitorPart(workspace, monitor) + digest(nestedPart, "action", trigger, action)
}

// MonitorPart is how the ids of a monitor's triggers and actions begin.
func MonitorPart(workspace string, monitor Address) string {
	return digest(workspacePart, "workspace", workspace) + digest(addressPart, "monitor", workspace, monitor.String())
}

// MonitorPartOf is the part of a trigger's or action's id that names workspace
// and monitor, "" where the id can't be one of ours.
func MonitorPartOf(id string) string {
	if len(id) != idLength {
		return ""
	}
	return id[:monitorPart]
}

// HasWorkspacePart tells whether an id looks like one that this workspace made
// for a trigger or action, at whatever address.
func HasWorkspacePart(id, workspace string) bool {
	return len(id) == idLength && strings.HasPrefix(id, digest(workspacePart, "workspace", workspace))
}

// digest is n characters of a hash of the words. Words are separated by a byte
// that none of them holds.
func digest(n int, words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	text := new(big.Int).SetBytes(sum[:]).Text(62)
	return text[len(text)-n:] // the front of a number is not evenly spread
}

// channelMark begins the ids of all channels that a workspace owns.
const channelMark = "ap_"

// ChannelPrefix begins the ids of all channels that a workspace owns.
func ChannelPrefix(workspace string) string { return channelMark + workspace + "_" }

// ChannelID is the config_id that a destination's channel gets when it is
// created: ap_WORKSPACE_KIND_SLUG_HASH. The slug is for people; the hash tells
// two addresses with one slug apart.
func ChannelID(workspace string, destination Address) string {
	return ChannelPrefix(workspace) + destination.Type() + "_" + slug(destination) + "_" + ChannelPart(destination)
}

// ChannelPart is how the ids of a destination's channel end.
func ChannelPart(destination Address) string {
	return digest(nestedPart, "channel", destination.String())
}

// ChannelPartOf is the part of a channel's id that names its destination: what it
// ends in, without the number that tells two of one address apart.
func ChannelPartOf(id string) string {
	_, tail := cutHash(id)
	part, _, _ := strings.Cut(tail, "-")
	return part
}

const longestSlug = 40

func slug(a Address) string {
	words := append(a.Packs(), a.label)
	if a.keyed {
		words = append(words, a.key)
	}
	text := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c - 'A' + 'a'
		default:
			return '-'
		}
	}, strings.Join(words, "-"))
	return text[:min(len(text), longestSlug)]
}

// ChannelWorkspace is the workspace that a channel's id says owns it.
func ChannelWorkspace(id string) (workspace string, owned bool) {
	rest, _ := strings.CutPrefix(id, channelMark)
	workspace, _, _ = strings.Cut(rest, "_")
	return workspace, ValidWorkspace(workspace) && IsChannelOf(id, workspace)
}

// IsChannelOf tells whether a channel's id says that the workspace owns it.
func IsChannelOf(id, workspace string) bool { return strings.HasPrefix(id, ChannelPrefix(workspace)) }
