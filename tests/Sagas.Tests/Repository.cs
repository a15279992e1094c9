namespace Sagas.Tests;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(TestContext.CurrentContext.TestDirectory);

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>Relative to the root, with forward slashes.</summary>
    public static string Name(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Whether the build wrote the file.</summary>
    public static bool IsBuilt(string path) => Name(path).Split('/').Any(part => part is "bin" or "obj");

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Sagas.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No folder above {start} holds Sagas.sln. Run the tests inside a clone."
        );
    }
}
