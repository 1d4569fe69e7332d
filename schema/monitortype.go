package schema

import "github.com/alertplan/alertplan/monitors"

// writtenType is the type of a monitor that is written out: it follows from its
// blocks.
func (b *monitorBlock) writtenType() monitors.Type {
	return monitors.QueryLevel
}
