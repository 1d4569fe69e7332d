package destinations

import (
	"cmp"
	"time"

	"github.com/alertplan/alertplan/internal/address"
)

// Live is a destination as a cluster holds it. Channels have no version: a write
// is preceded by a read that compares the whole.
type Live struct {
	ID          string
	Destination Destination // canonical

	// DerivedName is the name of a legacy destination, in the form of a channel's
	// derived id: it has no other place to say whose it is. "" for a channel.
	DerivedName string

	// Address is the one that its description tells, or its derived name; zero where
	// none is told.
	Address address.Address

	// Version is the lock of a legacy destination; zero for a channel, which has none.
	Version Version

	LastUpdate time.Time
}

// Version is the optimistic lock of a legacy destination.
type Version struct{ SeqNo, PrimaryTerm int64 }

// IsLegacy tells whether it is a legacy destination, whose id the server chose.
func (l Live) IsLegacy() bool { return l.DerivedName != "" }

// Handle is what says whose it is: the id of a channel, the name of a legacy
// destination.
func (l Live) Handle() string { return cmp.Or(l.DerivedName, l.ID) }
