package alertapi

// ShownBody is what a trace shows of a body.
func ShownBody(body []byte) string { return shownBody(body) }
