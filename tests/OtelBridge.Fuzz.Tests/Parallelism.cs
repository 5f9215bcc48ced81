// What an input makes the program allocate is told from what the whole process allocates.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
