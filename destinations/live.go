package destinations

import (
	"time"

	"github.com/alertplan/alertplan/internal/address"
)

// Live is a destination as a cluster holds it. Channels have no version: a write
// is preceded by a read that compares the whole.
type Live struct {
	ID          string
	Destination Destination // canonical

	// Address is the one that its description tells, zero where it tells none.
	Address address.Address

	LastUpdate time.Time
}
