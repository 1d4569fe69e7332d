package main

import (
	"strings"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/view"
)

// debugs tells whether requests are to be shown.
func (a *app) debugs(o connectionOptions) bool {
	if o.debug {
		return true
	}
	switch strings.ToLower(a.env(envDebug)) {
	case "", "0", "false", "no", "off":
		return false
	}
	return true
}

// connectTraced makes a client whose requests are shown on stderr. Bars and
// spinners would be torn apart by them, so there are none.
func (a *app) connectTraced(settings alertapi.Config) (*alertapi.Client, error) {
	a.progress = false
	trace := view.NewTrace(a.messages)
	settings.Trace = func(x alertapi.Exchange) { trace.Exchange(view.Exchange(x)) }
	client, err := alertapi.New(settings)
	if err != nil {
		return nil, err
	}
	trace.Connection(view.Connection{
		URL: client.Endpoint(), Proxy: client.Proxy(), CAFile: settings.CAFile, CertFile: settings.CertFile,
		AnyCertificate: settings.Insecure, Timeout: client.Timeout(),
	})
	return client, nil
}
