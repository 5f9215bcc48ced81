// Tracing by our SDK is one for a process, and each scenario has it under load.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
