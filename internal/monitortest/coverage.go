package monitortest

import (
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Declared is a monitor of the configuration.
type Declared struct {
	Address address.Address
	Monitor monitors.Monitor
}

// Coverage is what the tests have tried.
type Coverage struct{}

type trials struct{}

func cover([]Declared, []Result) *Coverage { return &Coverage{} }
