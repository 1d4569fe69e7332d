package doctor

import (
	"context"
	"time"
)

// What is found on the way to a cluster.
const (
	Arrived    Kind = "arrived"
	NotReached Kind = "not-reached"
	Slow       Kind = "slow"
	NoTLS      Kind = "no-tls"
	NotTrusted Kind = "not-trusted"
	Trusted    Kind = "certificate"
	Expires    Kind = "certificate-expires"
	Unchecked  Kind = "certificate-not-checked"
)

const (
	// slowRequest is how long the first request may take, with its connection.
	slowRequest = 2 * time.Second

	// A certificate that ends sooner is told, and soon it is a fault: who renews them
	// by machine does so a month before.
	expiresEarly = 28 * 24 * time.Hour
	expiresSoon  = 7 * 24 * time.Hour
)

// connection looks at the way to the cluster: name, connection, proxy, TLS.
func (e *examination) connection(ctx context.Context) error {
	way := e.cluster.Reach(ctx)
	if way.Failed == Connection {
		e.add(Finding{Area: Connection, Kind: NotReached, Grade: Fault, Reason: way.Reason, Names: way.Addresses})
		return errEnd
	}
	arrived := Finding{Area: Connection, Kind: Arrived, Grade: Well, Names: way.Addresses, From: way.Proxy, Span: way.Took}
	e.add(arrived)
	if way.Took >= slowRequest {
		e.add(Finding{Area: Connection, Kind: Slow, Grade: Warning, Span: way.Took, From: way.Proxy})
	}
	if way.Failed == TLS {
		e.add(Finding{Area: TLS, Kind: NotTrusted, Grade: Fault, Reason: way.Reason})
		return errEnd
	}
	e.transport(way)
	return e.known(way)
}

// transport tells how what is sent is protected.
func (e *examination) transport(way Way) {
	c := way.Certificate
	switch {
	case way.Plain && way.Local:
		e.add(Finding{Area: TLS, Kind: NoTLS, Grade: Note})
		return
	case way.Plain:
		e.add(Finding{Area: TLS, Kind: NoTLS, Grade: Warning})
		return
	case c == nil:
		return
	case c.Unchecked:
		e.add(Finding{Area: TLS, Kind: Unchecked, Grade: Warning, Reason: c.WouldFail, Names: c.Names})
	default:
		e.add(Finding{Area: TLS, Kind: Trusted, Grade: Well, Name: c.Authority, From: c.File, Names: c.Names, Versions: []string{c.Version}, Until: c.Until, Span: c.Until.Sub(e.options.Now)})
	}
	if left := c.Until.Sub(e.options.Now); left < expiresEarly {
		f := Finding{Area: TLS, Kind: Expires, Grade: Warning, Until: c.Until, Span: left}
		if left < expiresSoon {
			f.Grade = Fault
		}
		e.add(f)
	}
}

// known ends the look where the cluster does not know the user.
func (e *examination) known(way Way) error {
	if !way.Refused {
		return nil
	}
	e.add(Finding{Area: Login, Kind: LoginRefused, Grade: Fault, Reason: way.Reason, Name: way.Login})
	return errEnd
}
