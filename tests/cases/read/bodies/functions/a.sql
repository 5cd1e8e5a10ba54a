begin end
