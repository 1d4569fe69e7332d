package alertapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/destinations"
)

// login is how a request tells who sends it.
type login interface {
	// authorize is called last, when all else of a request stands: a signature is
	// of its headers and its body.
	authorize(req *http.Request, body []byte) error

	// kind is what it is in words, without any value.
	kind() string
}

// newLogin chooses the one login that a configuration and its URL have.
func newLogin(cfg Config, base *url.URL) (login, error) {
	for what, secret := range map[string]destinations.Secret{"password": cfg.Password, "token": cfg.Token} {
		if reason, unknown := secret.Unknown(); unknown {
			return nil, fmt.Errorf("the cluster's %s is not known: %s has no value", what, reason)
		}
	}
	basic := basicLogin{cfg.Username, cfg.Password.Reveal()}
	if basic.user == "" && base.User != nil {
		basic.user = base.User.Username()
		basic.password, _ = base.User.Password()
	}
	token := cfg.Token.Reveal()
	switch {
	case basic.user != "" && token != "":
		return nil, errors.New("there are a user and a token to log in with, and one can be sent only: take one of them away")
	case cfg.AWS != nil && (basic.user != "" || token != ""):
		return nil, errors.New("requests are to be signed for AWS, and there is a user or a token to log in with, too: the signature takes its place, so take one of them away")
	case cfg.AWS != nil:
		return newSigner(*cfg.AWS, base.Hostname(), cfg.Hide)
	case token != "":
		return newBearerLogin(token)
	case basic.user != "":
		return basic, nil
	}
	return noLogin{}, nil
}

type noLogin struct{}

func (noLogin) authorize(*http.Request, []byte) error { return nil }
func (noLogin) kind() string                          { return "none" }

type basicLogin struct{ user, password string }

func (l basicLogin) authorize(req *http.Request, _ []byte) error {
	req.SetBasicAuth(l.user, l.password)
	return nil
}

func (basicLogin) kind() string { return "user and password" }

type bearerLogin struct{ token string }

// newBearerLogin takes a token that a header can hold. Its errors don't show it.
func newBearerLogin(token string) (login, error) {
	if word, _, _ := strings.Cut(token, " "); strings.EqualFold(strings.TrimSuffix(word, ":"), "bearer") {
		return nil, errors.New("the token begins with the word Bearer, which is sent by itself: take it away")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("the token holds what no token has, such as a blank or a line break")
	}
	return bearerLogin{token}, nil
}

func (l bearerLogin) authorize(req *http.Request, _ []byte) error {
	req.Header.Set("Authorization", "Bearer "+l.token)
	return nil
}

func (bearerLogin) kind() string { return "bearer token" }
