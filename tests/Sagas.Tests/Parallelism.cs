// Fixtures that wait more than they work, each on hosts and databases of its own, are marked to run beside each other.
[assembly: LevelOfParallelism(4)]
