package soak

import "fmt"

// LostMutes lists the triggers that were muted, are still there, and are not muted until
// the same moment any more: no apply may do that.
func LostMutes(before, after Content) (wrong []string) {
	now := byID(after)
	for _, then := range before.Objects {
		for _, was := range then.Triggers {
			for _, is := range now[then.ID].Triggers {
				if was.Muted != "" && is.Name == was.Name && is.Muted != was.Muted {
					wrong = append(wrong, fmt.Sprintf("trigger %s of %s was muted until %s, and is until %q", was.Name, then.Tag, was.Muted, is.Muted))
				}
			}
		}
	}
	return wrong
}
