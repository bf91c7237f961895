return named(ARGV[1], ARGV[2])
