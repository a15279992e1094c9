// Fixtures that wait more than they work, each on a virtual host and databases of its own, are marked to run beside each other.
[assembly: LevelOfParallelism(2)]
