package rest

import "net/http"

// User is who sends a request to a secured server.
type User struct {
	Name string
	// BackendRoles and Roles are in the order in which the server prints them;
	// Roles are what the user's roles and backend roles are mapped to.
	BackendRoles, Roles []string
}

// Guard stands before the handlers of a secured server.
type Guard interface {
	// Enter finds out who sends a request. It is asked once the route is known and
	// the body read, before anything else: unknown routes, wrong methods and wrong
	// content types are told to everybody (security/unknown_routes_as_each). A nil
	// user may go on as nobody.
	Enter(*Request) (*User, error)
	// Permit tells whether the user may do what the request asks for, as Ready says
	// that it was read. The error is the answer.
	Permit(*Request) error
	// Allow tells whether the user may do actions to indices that the request's body
	// names; the error is the answer for this part of the request.
	Allow(r *Request, actions, indices []string) error
}

// SetGuard puts a guard before all handlers, before the router serves.
func (rt *Router) SetGuard(g Guard) { rt.guard = g }

// User is who sends the request, nil where the server is not secured.
func (r *Request) User() *User { return r.user }

// Route is the route that was found, as it was registered: "GET /{index}/_search".
func (r *Request) Route() string { return r.route }

// Permit asks whether the user may do what the request asks for, once. Ready does
// it; handlers that judge the body after the unknown parameters call CheckParams and
// Permit instead.
func (r *Request) Permit() error {
	if r.guard == nil || r.permitted {
		return nil
	}
	r.permitted = true
	return r.guard.Permit(r)
}

// Allow asks for a part of a request whether the user may do actions to indices; nil
// where the server is not secured.
func (r *Request) Allow(indices []string, actions ...string) error {
	if r.guard == nil {
		return nil
	}
	return r.guard.Allow(r, actions, indices)
}

// PlainError is a refusal in plain text, with headers of its own.
type PlainError struct {
	Status int
	Text   string
	Header http.Header
}

func (e *PlainError) Error() string { return e.Text }
