print("scs-check")
