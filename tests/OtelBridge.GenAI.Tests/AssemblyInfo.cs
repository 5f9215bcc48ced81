// Every tracing of the process hears every span of Mlflow, so tests that trace run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
