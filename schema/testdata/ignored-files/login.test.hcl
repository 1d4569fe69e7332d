neither is = = this
