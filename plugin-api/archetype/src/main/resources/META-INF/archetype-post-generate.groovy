// Maven asks for the patterns of archetype-metadata.xml only where it asks a person, so what -D gives is checked here. What was
// generated is taken away again, and nothing else: the folder may have been there before.
import java.nio.file.Files
import java.nio.file.Path

def rules = [
    artifactId: [/[a-z][a-z0-9]*(-[a-z0-9]+)*/, 'small letters, digits and hyphens, such as skills-text; it is the id of the plugin'],
    version   : [/[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?/, 'three numbers, such as 1.0.0'],
    package   : [/[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*/, 'a Java package, such as org.example.text'],
    skill     : [/[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*/, 'a group and a name, such as text.words'],
    className : [/[A-Z][A-Za-z0-9]*/, 'a Java class, such as WordsSkill'],
]
def given = new Properties()
given.putAll(request.properties)
given.setProperty('artifactId', request.artifactId)
given.setProperty('version', request.version)
given.setProperty('package', request.package)

def problems = rules.findAll { name, rule -> !(given.getProperty(name, '') ==~ rule[0]) }
    .collect { name, rule -> "${name} is \"${given.getProperty(name, '')}\". Expected ${rule[1]}." }
if (problems) {
    Path project = Path.of(request.outputDirectory, request.artifactId)
    String folder = request.package.replace('.', '/')
    ['pom.xml', 'README.md', "src/main/java/${folder}/${given.className}.java", "src/main/java/${folder}/package-info.java",
     "src/test/java/${folder}/${given.className}Test.java"].each { file ->
        Path made = project.resolve(file.toString())
        Files.deleteIfExists(made)
        for (Path at = made.parent; at.startsWith(project) && Files.isDirectory(at) && !at.toFile().list(); at = at.parent) {
            Files.delete(at)
        }
    }
    throw new IllegalArgumentException("No plugin was made. " + problems.join(' '))
}
