package dev.telecoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Annotations that plugins use. The comparison of releases does not see whether a new element has a default; this does. */
class ApiAnnotationsTest {

    @Test
    void giveEachElementADefaultButForTheirValue() {
        List<JavaClass> annotations = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.telecoder.api").stream().filter(JavaClass::isAnnotation).toList();

        assertThat(annotations).extracting(JavaClass::getSimpleName).contains("Configured", "Setting");
        assertThat(annotations).flatExtracting(type -> List.of(type.reflect().getDeclaredMethods()))
                .filteredOn(element -> element.getDefaultValue() == null)
                .as("elements that everybody who uses the annotation would have to write")
                .allSatisfy(element -> assertThat(element.getName()).isEqualTo("value"));
    }
}
